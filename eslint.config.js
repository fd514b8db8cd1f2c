/** The rules of the browser's files and of the scripts that Node runs in tests and benchmarks. */

import js from "@eslint/js";
import globals from "globals";
import { configs as lit } from "eslint-plugin-lit";
import { configs as webComponents } from "eslint-plugin-wc";

export default [
  {
    ignores: [
      ".venv/",
      "dist/",
      "node_modules/",
      "static/vendor/",
      "static/generated/",
      "integrations/**/generated.js",
    ],
  },
  js.configs.recommended,
  lit["flat/recommended"],
  webComponents["flat/recommended"],
  {
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      eqeqeq: ["error", "always", { null: "ignore" }],
      "no-var": "error",
      "prefer-const": "error",
      "object-shorthand": "error",
      "no-shadow": "error",
      "no-implicit-coercion": "off",
      "no-promise-executor-return": "off",
    },
  },
  {
    files: ["static/**/*.js", "tests/browser/*.js", "tests/support/station_graphic.mjs"],
    languageOptions: { globals: globals.browser },
  },
  { files: ["static/worker.js"], languageOptions: { globals: globals.serviceworker } },
  { files: ["**/*.mjs", "*.config.js", "integrations/**/*.js"], languageOptions: { globals: globals.node } },
];
