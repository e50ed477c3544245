import { request as send } from 'node:http';
import type { Integration } from './api-gateway.js';

/** An integration that is a server of its own: requests go there and answers come back as they stream; who hangs up, hangs up there. */
export function forwardTo(target: URL): Integration {
  return (request, response, body) =>
    new Promise((resolve, reject) => {
      const headers = { ...request.headers };
      delete headers.host;
      delete headers.authorization;
      const forwarded = send(target, { method: request.method ?? 'GET', headers }, (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        response.flushHeaders();
        answer.pipe(response).on('finish', resolve);
        answer.on('error', reject);
      });
      forwarded.on('error', reject);
      response.on('close', () => {
        forwarded.destroy();
        resolve();
      });
      forwarded.end(body);
    });
}
