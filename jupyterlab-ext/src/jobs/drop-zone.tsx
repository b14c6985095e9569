import React from 'react';
import type { Locale } from '../locale';
import { fill } from '../text';
import { MOST_BYTES, MOST_FILES, sift } from './task';

export interface IDropZoneProps {
  locale: Locale;
  /** @param folder where the pictures are kept; null: the server forgets them */
  onFiles: (files: File[], folder: string | null) => void;
  /** Named by this in the accessibility tree. */
  label: string;
  disabled?: boolean;
  /** In a narrow column: what becomes of the pictures is folded away. */
  compact?: boolean;
}

/** Takes pictures from the reader's machine, dropped or chosen. */
export function DropZone(props: IDropZoneProps): React.JSX.Element {
  const { locale, disabled } = props;
  const { text } = locale;
  const chooser = React.useRef<HTMLInputElement>(null);
  const [over, setOver] = React.useState(false);
  const [refused, setRefused] = React.useState<string[]>([]);
  const [keep, setKeep] = React.useState(false);
  const [folder, setFolder] = React.useState('');
  const take = (files: File[]) => {
    const { taken, tooLarge, tooMany } = sift(files);
    const size = locale.format.count(MOST_BYTES / 2 ** 20);
    setRefused([
      ...tooLarge.map(({ name }) => fill(text.tooLarge, { name, size })),
      ...(tooMany.length > 0 ? [fill(text.onlySoMany, { n: locale.format.count(MOST_FILES) })] : [])
    ]);
    if (taken.length > 0) props.onFiles(taken, keep ? folder.trim() : null);
  };
  const drop = (event: React.DragEvent) => {
    event.preventDefault();
    setOver(false);
    if (disabled) return;
    const items = [...event.dataTransfer.items].filter(({ kind }) => kind === 'file');
    // A folder comes as a file that cannot be read.
    const folders = items.filter(item => item.webkitGetAsEntry()?.isDirectory).map(item => item.getAsFile()?.name);
    const files = [...event.dataTransfer.files].filter(({ name }) => !folders.includes(name));
    if (files.length > 0) take(files);
    else setRefused([folders.length > 0 ? text.noFolders : text.noFiles]);
  };
  const options = (
    <div className="fg-Drop-options">
      <p className="fg-Note fg-mod-small">{text.dropWhat}</p>
      <label className="fg-Check">
        <input type="checkbox" checked={keep} onChange={event => setKeep(event.target.checked)} /> {text.keepInFolder}
      </label>
      {keep ? (
        <input
          className="fg-Input"
          aria-label={text.keepFolder}
          placeholder={text.keepFolder}
          value={folder}
          onChange={event => setFolder(event.target.value)}
        />
      ) : (
        <p className="fg-Note fg-mod-small">{text.keptNot}</p>
      )}
    </div>
  );
  return (
    <section
      className={['fg-Drop', over && 'fg-mod-over', props.compact && 'fg-mod-compact'].filter(Boolean).join(' ')}
      aria-label={props.label}
      onDragOver={event => {
        event.preventDefault();
        event.dataTransfer.dropEffect = disabled ? 'none' : 'copy';
        setOver(!disabled);
      }}
      onDragLeave={event => {
        if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setOver(false);
      }}
      onDrop={drop}
    >
      <p className="fg-Drop-words">{text.dropHere}</p>
      <button
        type="button"
        className="fg-Button"
        disabled={disabled}
        onClick={() => chooser.current?.click()}
        data-action="choose-files"
      >
        {text.chooseFiles}
      </button>
      <input
        ref={chooser}
        type="file"
        accept="image/*"
        multiple
        hidden
        onChange={event => {
          take([...(event.target.files ?? [])]);
          // So that the same file can be chosen again.
          event.target.value = '';
        }}
      />
      {props.compact ? (
        <details className="fg-Details">
          <summary>{text.dropOptions}</summary>
          {options}
        </details>
      ) : (
        options
      )}
      <div role="alert">
        {refused.map((sentence, i) => (
          <p key={i} className="fg-Problem">
            {sentence}
          </p>
        ))}
      </div>
    </section>
  );
}
