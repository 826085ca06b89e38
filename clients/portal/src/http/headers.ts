// Headers of every answer.
import type { MiddlewareHandler } from "hono";

const OFF = [
  "accelerometer", "autoplay", "bluetooth", "browsing-topics", "camera", "display-capture", "encrypted-media", "fullscreen",
  "geolocation", "gyroscope", "hid", "idle-detection", "magnetometer", "microphone", "midi", "payment",
  "publickey-credentials-get", "screen-wake-lock", "serial", "usb", "web-share", "xr-spatial-tracking",
];

/** Nothing but what these pages bring themselves: no inline script or style, no other site, no frame but those named. */
export function securityHeaders(frameAncestors: readonly string[]): Readonly<Record<string, string>> {
  const ancestors = frameAncestors.length === 0 ? "'none'" : frameAncestors.join(" ");
  return {
    "content-security-policy": [
      "default-src 'none'",
      "style-src 'self'",
      "script-src 'self'",
      "img-src 'self'",
      "connect-src 'self'",
      "form-action 'self'",
      "base-uri 'none'",
      `frame-ancestors ${ancestors}`,
      "require-trusted-types-for 'script'",
      "trusted-types 'none'",
    ].join("; "),
    ...(frameAncestors.length === 0 ? { "x-frame-options": "DENY" } : {}),
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": OFF.map((feature) => `${feature}=()`).join(", "),
  };
}

const NOT_MODIFIED = 304;

/** Puts `headers` on every answer, whatever made it, but for 304: there the headers of the copy stay in force. */
export function withHeaders(headers: Readonly<Record<string, string>>): MiddlewareHandler {
  const entries = Object.entries(headers);
  return async (context, next) => {
    await next();
    if (context.res.status === NOT_MODIFIED) return;
    for (const [name, value] of entries) context.res.headers.set(name, value);
  };
}
