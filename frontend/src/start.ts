// Asks for the sky before anything else: the page is loaded while the answer is on its way.
import { createSkyClient } from "./live/skyClient";
import { renewOnUpgrade } from "./renew";

renewOnUpgrade(window);

const skies = createSkyClient();
void import("./main").then(({ openPage }) => openPage(skies));
