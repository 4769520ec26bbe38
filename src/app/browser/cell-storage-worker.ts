import { serveCellStorage } from "../../hosts/browser/serve-cell-storage.ts";

serveCellStorage();
