export { download, type DownloadOptions, type Downloaded } from './download';
export { findHubFiles, hubAddress, type HubFile, type HubOptions } from './hub';
export { HUB, SOURCES, type Source } from './sources';
