import { Brush } from "./brush.ts";
import { disc } from "./glyphs.ts";
import type { Theme } from "./theme.ts";

interface Face {
  readonly hue: number;
  readonly letters: string;
}

/** World units from the middle of a sprite to its edge. */
const reach = 11;
const limit = 600;

/** Discs drawn once per key and size, then copied: text is what makes a frame slow. */
export class DiscSprites {
  readonly #theme: Theme;
  readonly #sprites = new Map<string, HTMLCanvasElement>();
  #scale = 0;

  constructor(theme: Theme) {
    this.#theme = theme;
  }

  draw(brush: Brush, x: number, y: number, face: Face): void {
    const scale = brush.context.getTransform().a;
    if (Math.abs(scale - this.#scale) > 1e-6 || this.#sprites.size > limit) {
      this.#sprites.clear();
      this.#scale = scale;
    }
    const letters = brush.detail === 2 ? face.letters : "";
    const name = `${face.hue} ${letters}`;
    const sprite = this.#sprites.get(name) ?? this.#make(name, { hue: face.hue, letters }, brush.detail);
    const size = sprite.width / scale;
    brush.context.drawImage(sprite, x - size / 2, y - size / 2, size, size);
  }

  #make(name: string, face: Face, detail: Brush["detail"]): HTMLCanvasElement {
    const sprite = document.createElement("canvas");
    sprite.width = sprite.height = Math.max(2, Math.ceil(reach * 2 * this.#scale));
    const context = sprite.getContext("2d");
    if (context) {
      context.translate(sprite.width / 2, sprite.width / 2);
      context.scale(this.#scale, this.#scale);
      const brush = new Brush(context, this.#theme);
      brush.detail = detail;
      disc(brush, 0, 0, face);
    }
    this.#sprites.set(name, sprite);
    return sprite;
  }
}
