import { describe, expect, test } from 'vitest';
import { picturesIn, shownText } from '../../../src/adapters/teams/html.ts';
import { cpuMs } from '../../cpu.ts';

describe('the text of a message is what its reader sees', () => {
  test.each([
    ['<p>bloods for 999 100 0399 please</p>', 'bloods for 999 100 0399 please'],
    ['<div><div>Bed&nbsp;4 &amp; bed 5</div><div>both MRSA</div></div>', 'Bed 4 & bed 5\nboth MRSA'],
    ['one<br>two<br/>three', 'one\ntwo\nthree'],
    // A number or a name that is dressed up is still one.
    ['NHS <strong>999</strong> <em>100</em> <span style="color:red">0399</span>', 'NHS 999 100 0399'],
    ['999<b>1000</b>399', '9991000399'],
    ['<at id="0">Sam Reed</at> can you see bed 4', '@colleague can you see bed 4'],
    ['<ul><li>Mrs Okafor</li><li>Mr Lee</li></ul>', 'Mrs Okafor\nMr Lee'],
    [
      '<table><tbody><tr><td>Okafor</td><td>4B</td></tr><tr><td>Lee</td><td>5A</td></tr></tbody></table>',
      'Okafor 4B\nLee 5A',
    ],
    ['see <a href="mailto:sam@example.nhs.uk">Sam</a>', 'see Sam (sam@example.nhs.uk)'],
    ['<a href="mailto:sam@example.nhs.uk">sam@example.nhs.uk</a>', 'sam@example.nhs.uk'],
    ['<a href="https://example.org/x">the rota</a>', 'the rota'],
    ['thanks <emoji id="smile" alt="🙂" title="Smile"></emoji>', 'thanks 🙂'],
    ['<attachment id="1"></attachment><p>as discussed</p>', 'as discussed'],
    ['<p>a</p><script>bad()</script><style>p{}</style>', 'a'],
    ['<blockquote>her NHS number?</blockquote><p>later</p>', 'her NHS number?\nlater'],
    ['', ''],
  ])('%s', (html, text) => {
    expect(shownText(html)).toBe(text);
  });

  test('what is not well formed is read as far as it goes, and quickly', () => {
    expect(shownText('<p>bed 4 <b>isolation</p> unclosed <div>end')).toContain('end');
    const odd = '<b>'.repeat(20_000) + 'x'.repeat(20_000) + ' \n'.repeat(20_000);
    expect(cpuMs(() => shownText(odd))).toBeLessThan(1_000);
  });
});

test('pictures are counted, and emoji are none', () => {
  expect(
    picturesIn(
      '<img src="https://graph.microsoft.com/v1.0/x/$value"><img itemtype="http://schema.skype.com/Emoji" alt="x">',
    ),
  ).toBe(1);
});
