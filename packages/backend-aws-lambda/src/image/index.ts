// What only programs with images need: loaded when it is.
export { buildImage } from './build-image.js';
export { ImageRegistry, type OwnRepository } from './image-registry.js';
export { imageSource } from './image-source.js';
export { checkImageWorker } from './image-worker.js';
