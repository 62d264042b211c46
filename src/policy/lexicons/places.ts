/** Where people lie, live and work. Commas or new lines separate terms. */

/** Takes a number and narrows the crowd to one or a few: bed 4, SR2, cubicle 7. */
export const BEDS = `
bed, beds, iso, isolation room, iso room, recliner, reclining chair, maj, apt, apartment, bedroom, chair space, bed space, pitch, pen, flat, bedspace, bed space, bay, room, rm, side room, sideroom, side rm, s/r, sr, cubicle, cubical, cub, cube, cot, chair, trolley, station, space, bay space, recovery, couch, pod, incubator
`;

/** Wards, clinics and departments, which narrow the crowd to those who are there. */
export const UNITS = `
ward, wd, unit, clinic, theatre, theatres, th, ed, a&e, ae, a and e, casualty, eye cas, resus, majors, minors, itu, icu, hdu, ccu, cicu, nicu, scbu, picu, hasu, asu, amu, mau, emu, sau, sdec, cau, pau, cdu, eau, aau, gau, epau, epu, mlu, labour ward, delivery suite, lw, antenatal ward, postnatal ward, maternity, triage, day unit, day surgery, discharge lounge, admissions lounge, endoscopy, endo, cath lab, renal unit, dialysis unit, stroke unit, eye clinic, gum clinic, fracture clinic, chest clinic, pain clinic, memory clinic, inr clinic, fertility clinic, chemo suite, oncology, mother and baby unit, hospice, rehab ward, waiting room, corridor, outpatients, opd, surgery, mortuary
`;

/** The end of a street's name. Ambiguous ones (court, place, way) need a number before the name. */
export const STREETS = `
street, st, road, rd, lane, ln, close, cl, avenue, ave, drive, dr, way, row, yard, rise, terrace, terr, walk, gate, wynd, mews, place, pl, gardens, gdns, grove, gr, crescent, cres, court, ct, hill, view, fold, brow, green, square, sq, buildings, cottages, cottage, park, parade, vale, mount, bank, end, croft, garth, loan, brae, glebe, villas, villa, heights, orchard, meadow, meadows, drove, quay, wharf, embankment, circus, chase, mead, path, passage, alley, causeway, parkway, boulevard, bvd, townhead, ropewalk, rents, leys, dale, ride, ginnel, cliff, esplanade, promenade, spinney, copse, field, fields, house, lodge, farm, barn, mill, smithy, boathouse, bungalow, flats, mansions, point, tower, towers
`;

/** The end of the name of a building or place where people live, learn or are cared for. */
export const BUILDINGS = `
house, lodge, court, hall, manor, grange, home, hostel, nursing home, care home, rest home, school, primary, academy, college, juniors, infants, nursery, hospital, infirmary, hospice, centre, center, surgery, practice, pharmacy, church, chapel, mosque, temple, estate, farm, village, unit, ward, suite, building, wing, block, tower, library, theatre, room, station, depot, yard, hotel, inn, arms, barracks, prison, university, trust, foundation, council, college, barn, mill, cottage, limes, elms, beeches, firs, oaks, laurels, willows, sands, towers, place, park, gardens, view, mount, bank, green, farm, springs, bungalow
`;

/** What hospitals name their wards after: trees, flowers, birds, rivers and lakes, people of medicine, composers, writers, saints. */
export const WARD_NAMES = `
oak, oaks, ash, beech, birch, cedar, elm, fir, larch, lime, linden, maple, pine, poplar, rowan, spruce, sycamore, willow, yew, hawthorn, juniper, alder, aspen, hazel, holly, chestnut, cherry, acorn, bluebell, buttercup, clover, daffodil, daisy, fern, foxglove, heather, honeysuckle, iris, ivy, jasmine, lavender, lilac, lily, magnolia, marigold, orchid, poppy, primrose, rose, snowdrop, sunflower, thistle, tulip, violet, avocet, curlew, dove, eagle, falcon, finch, goldfinch, heron, kestrel, kingfisher, kite, lapwing, linnet, merlin, nightingale, nuthatch, osprey, owl, peregrine, plover, puffin, raven, redwing, robin, sandpiper, skylark, sparrow, starling, stork, swallow, swan, swift, teal, wren, avon, clyde, derwent, mersey, severn, tamar, tees, thames, trent, tweed, tyne, wear, windermere, ullswater, coniston, menai, snowdon, cavell, fleming, jenner, lister, lind, seacole, bevan, barnardo, bronte, austen, dickens, hardy, keats, shelley, byron, wordsworth, shakespeare, chaucer, elgar, holst, britten, finzi, handel, purcell, parry, vaughan, walton, delius, tallis, byrd, turner, constable, gainsborough, hogarth, hockney, lowry, hepworth, st mary, st luke, st anne, emerald, sapphire, topaz, amethyst, diamond, jade, coral, rainbow, sunshine, starfish, dolphin, butterfly, ladybird, panda, penguin, jupiter, saturn, mercury, apollo, orion, phoenix, harbour, haven, horizon, seaview, lakeside, riverside, meadow, orchard, victoria, albert, alexandra, edinburgh, windsor, balmoral, sandringham
`;
