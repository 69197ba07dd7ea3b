import { start } from "../shared/app.js";
import { site } from "./site.js";

start(site);
