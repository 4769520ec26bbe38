import type { ReactNode } from "react";

/**
 * The little Markdown that help texts use: paragraphs, lists, `code`, **bold**. Built as elements, so a text can never become
 * markup of its own.
 */
export function Markdown({ text }: { readonly text: string }): ReactNode {
  const blocks = text
    .split(/\n{2,}/)
    .map((block) => block.trim())
    .filter((block) => block !== "");
  return (
    <div className="markdown">
      {blocks.map((block, index) => (
        <Block key={index} block={block} />
      ))}
    </div>
  );
}

function Block({ block }: { readonly block: string }): ReactNode {
  const lines = block.split("\n");
  if (lines.every((line) => /^[-*] /.test(line))) {
    return (
      <ul>
        {lines.map((line) => (
          <li key={line}>{inline(line.slice(2))}</li>
        ))}
      </ul>
    );
  }
  return <p>{inline(lines.join(" "))}</p>;
}

function inline(text: string): ReactNode[] {
  return text.split(/(`[^`]+`|\*\*[^*]+\*\*)/).map((part, index) => {
    if (part.startsWith("`") && part.length > 1) return <code key={index}>{part.slice(1, -1)}</code>;
    if (part.startsWith("**") && part.length > 3) return <b key={index}>{part.slice(2, -2)}</b>;
    return part;
  });
}
