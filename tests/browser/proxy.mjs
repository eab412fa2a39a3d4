// Stands in front of a service that does not serve the web components yet: /embed/rungs.js from the working copy, all else
// from the service. Not needed, and not started by tests/browser/run, where the service serves them itself.
// Usage: node proxy.mjs http://127.0.0.1:8080 [PORT]; prints its own URL once it listens.
import { readFileSync } from "node:fs";
import http from "node:http";

const service = new URL(process.argv[2]);
const embed = new URL("../../src/pages/embed/", import.meta.url);

const script = () => {
  const texts = JSON.stringify(JSON.parse(readFileSync(new URL("texts.json", embed), "utf8")));
  return readFileSync(new URL("rungs.js", embed), "utf8").replace("/*TEXTS*/{}", () => texts);
};

const server = http.createServer((request, response) => {
  if (request.url.split("?")[0] === "/embed/rungs.js") {
    response.writeHead(200, {
      "content-type": "text/javascript; charset=utf-8",
      "access-control-allow-origin": "*",
      "cross-origin-resource-policy": "cross-origin",
      "cache-control": "no-cache",
    });
    response.end(script());
    return;
  }
  const { hostname, port } = service;
  const onward = http.request({ hostname, port, method: request.method, path: request.url, headers: request.headers }, (answer) => {
    response.writeHead(answer.statusCode, answer.headers);
    answer.pipe(response);
  });
  onward.on("error", () => {
    response.writeHead(502).end();
  });
  request.pipe(onward);
});

server.listen(Number(process.argv[3] ?? 0), "127.0.0.1", () => console.log(`http://127.0.0.1:${server.address().port}`));
