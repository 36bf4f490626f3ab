// The two programs of webglPainter.ts.
import { CLASS_COUNT } from "./altitude";

/** `place`: x, y, size, angle in pixels and radians. `look`: cell, class, opacity. */
export const VERTEX = `#version 300 es
in vec4 place;
in vec3 look;
uniform vec2 size;
uniform float cells;
uniform float reach;
uniform vec3 colours[${CLASS_COUNT}];
out vec2 at;
flat out vec3 body;
flat out float opacity;

void main() {
  vec2 corner = vec2(gl_VertexID & 1, gl_VertexID >> 1) * 2.0 - 1.0;
  float s = sin(place.w), c = cos(place.w);
  vec2 pixel = place.xy + mat2(c, s, -s, c) * corner * place.z * reach;
  gl_Position = vec4(pixel / size * vec2(2, -2) + vec2(-1, 1), 0, 1);
  at = vec2((look.x + (corner.x + 1.0) / 2.0) / cells, (corner.y + 1.0) / 2.0);
  body = colours[int(look.y)];
  opacity = look.z;
}`;

/** A form is red where its outline is, green where its body is. */
export const FRAGMENT = `#version 300 es
precision mediump float;
in vec2 at;
flat in vec3 body;
flat in float opacity;
uniform sampler2D forms;
uniform vec4 outline;
out vec4 colour;

void main() {
  vec4 form = texture(forms, at);
  float share = form.a > 0.0 ? form.g / form.a : 0.0;
  float alpha = form.a * mix(outline.a, 1.0, share) * opacity;
  colour = vec4(mix(outline.rgb, body, share) * alpha, alpha);
}`;
