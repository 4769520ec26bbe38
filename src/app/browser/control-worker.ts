import { serveControl } from "../../hosts/browser/serve-control.ts";
import { createCatalog } from "../catalog.ts";

serveControl(createCatalog());
