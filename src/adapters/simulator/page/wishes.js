import { byId, firstNameOf, page, person } from './here.js';
import { showAsked } from './notices.js';
import { ask } from './server.js';

/** What somebody asks Quietword for of their own accord: as in a chat's command, it is for them alone. */
for (const button of page.querySelectorAll('[data-wish]')) {
  button.addEventListener('click', async () => {
    const who = person();
    const said = byId('wish-said');
    said.textContent = '';
    try {
      const { notice } = await ask('POST', `people/${who}/wishes`, { for: button.dataset.wish });
      if (!showAsked(who, notice))
        said.textContent = `Post something as ${firstNameOf(who)} first: the answer stands under their latest post.`;
    } catch (error) {
      said.textContent = `That did not get through: ${error.message}`;
    }
  });
}
