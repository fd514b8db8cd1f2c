/** What a person sets of the connection, and what it comes to. */

/**
 * Where the show is, and by which key it is steered.
 * @typedef {{ show: URL, key: string }} Place
 */

const SLUG = /^[a-z0-9][a-z0-9-]*$/;

/** @import { SomeCompanionConfigField } from "@companion-module/base" */

/** @type {SomeCompanionConfigField[]} */
export const FIELDS = [
  {
    type: "textinput",
    id: "address",
    label: "Адрес сервера",
    description: "Тот же, что в браузере, до первой косой черты: http://192.168.1.10:8000",
    default: "http://127.0.0.1:8000",
    width: 8,
  },
  {
    type: "textinput",
    id: "broadcast",
    label: "Слаг эфира",
    description: "Он стоит в адресе экранов эфира: /b/СЛАГ/rundown",
    default: "",
    width: 4,
  },
  {
    type: "secret-text",
    id: "key",
    label: "Ключ",
    description: "С ролью «пульт»: «Администрирование» → «Ключи программ»",
    default: "",
    width: 12,
  },
];

/**
 * The place, or a sentence that says what is missing of it.
 * @param {Record<string, unknown>} config
 * @param {Record<string, unknown> | undefined} secrets
 * @returns {Place | string}
 */
export function placeOf(config, secrets) {
  const [address, show, key] = [config.address, config.broadcast, secrets?.key].map((one) => String(one ?? "").trim());
  if (!address) return "Укажите адрес сервера.";
  if (!show) return "Укажите слаг эфира.";
  if (!key) return "Укажите ключ с ролью «пульт».";
  if (!SLUG.test(show)) return "Слаг эфира пишется латинскими буквами, цифрами и дефисом.";
  if (/[^\x21-\x7e]/.test(key)) return "В ключе лишние знаки: скопируйте его ещё раз.";
  const server = serverAt(address);
  if (!server) return "Адрес сервера пишется так: http://192.168.1.10:8000";
  return { show: new URL(`api/v1/broadcasts/${show}/`, server), key };
}

/**
 * @param {string} address
 * @returns {URL | null}
 */
function serverAt(address) {
  const whole = /^[a-z]+:\/\//i.test(address) ? address : `http://${address}`;
  if (!URL.canParse(whole)) return null;
  const server = new URL(whole);
  if (!/^https?:$/.test(server.protocol) || server.username || server.search || server.hash) return null;
  if (!server.pathname.endsWith("/")) server.pathname += "/";
  return server;
}
