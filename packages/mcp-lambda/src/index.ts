export { createServerFactory } from './server/create-server.js';
export { openServices, type ServiceOptions } from './server/open-services.js';
export { listenHttp, type HttpOptions, type HttpServer } from './transport/http.js';
export type { AnswerLimits } from './limits.js';
export type { Log, Services } from './tool/tool.js';
