/** Thumbnails as addresses that an `<img>` can show, fetched when they are wanted; the oldest give way. */
export class Thumbnails {
  constructor(
    private readonly fetch: (id: number, version: string | null) => Promise<Blob>,
    private readonly most = 600
  ) {}

  /** @returns an object URL; rejects with ServiceError */
  load(id: number, version: string | null = null): Promise<string> {
    const key = `${id} ${version}`;
    const known = this.urls.get(key);
    if (known) {
      this.urls.delete(key);
      this.urls.set(key, known);
      return known;
    }
    const url = this.fetch(id, version).then(blob => URL.createObjectURL(blob));
    this.urls.set(key, url);
    // A thumbnail that could not be had is asked for again when it is next wanted.
    url.catch(() => this.urls.delete(key));
    for (const [oldest] of this.urls) {
      if (this.urls.size <= this.most) break;
      this.forget(oldest);
    }
    return url;
  }

  dispose(): void {
    for (const key of [...this.urls.keys()]) this.forget(key);
  }

  private forget(key: string): void {
    void this.urls.get(key)?.then(URL.revokeObjectURL, () => undefined);
    this.urls.delete(key);
  }

  private readonly urls = new Map<string, Promise<string>>();
}
