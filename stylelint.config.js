/** What any stylesheet keeps to; which colours and tokens there are is checked by tests/rules. */
export default {
  extends: "stylelint-config-standard",
  ignoreFiles: ["static/vendor/**"],
  rules: {
    // The rules of one part of a screen stand together, without a line between them.
    "rule-empty-line-before": null,
    "custom-property-empty-line-before": null,
    // oklch is written as everywhere in theme.css: plain numbers.
    "hue-degree-notation": "number",
    "lightness-notation": "number",
    "alpha-value-notation": null,
    // The browsers inside graphics engines, and residents' telephones, may be years old.
    "media-feature-range-notation": "prefix",
    "color-function-notation": null,
    "color-function-alias-notation": null,
    // Safari and the prompters' older Chromium still want some of them.
    "property-no-vendor-prefix": null,
    "value-keyword-case": ["lower", { ignoreProperties: ["/^--/", "font-family"] }],
    "selector-class-pattern": [
      "^[a-z][a-z0-9]*([-_][a-z0-9]+)*$",
      { message: "kebab-case, or a state's name as the protocol writes it" },
    ],
    // Screens lay their parts' general rules after the special ones of base.css on purpose of the cascade's order.
    "no-descending-specificity": null,
  },
};
