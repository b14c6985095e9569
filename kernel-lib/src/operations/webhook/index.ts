export { isPrivate } from './address';
export { Deliverer, forgetPicture, parse as parseWaiting, pauseAfter, type DelivererOptions } from './deliver';
export { messagesFor, REJECTED, type RejectedEvent, type Waiting } from './event';
export { KeptPictures, LEFT_ALONE_MS } from './kept-pictures';
export { post, signatureHeaders, type Outcome } from './post';
export { webhookSettings, type WebhookSettings } from './settings';
