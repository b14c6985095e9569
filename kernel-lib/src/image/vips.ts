import sharp from 'sharp';

/**
 * The only place where sharp is set up. Parallelism is over pictures (processes), not inside one: a picture decoded on one
 * thread leaves the other cores to other pictures. No cache: an audit sees each file once, and a cache would grow for nothing.
 */
sharp.concurrency(1);
sharp.cache(false);

export { sharp };
