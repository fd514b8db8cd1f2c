/** What went wrong, as the module's status says it. */

import { Silence, textOf } from "./http.js";

/**
 * @import { IncomingMessage } from "node:http"
 * @import { InstanceStatus } from "@companion-module/base"
 */

/** The name of a status of Companion's, and a sentence. @typedef {[keyof typeof InstanceStatus, string]} Said */

/** The server answered, and not with 200. Its message is the server's own sentence, or nothing. */
export class Refused extends Error {
  /**
   * @param {number} status
   * @param {string} detail
   */
  constructor(status, detail) {
    super(detail);
    this.status = status;
  }
}

/**
 * What such an answer says.
 * @param {IncomingMessage} answer
 */
export async function refusalOf(answer) {
  const told = await textOf(answer);
  return new Refused(answer.statusCode ?? 0, detailOf(told));
}

/** @param {string} told */
function detailOf(told) {
  try {
    const { detail } = JSON.parse(told);
    return typeof detail === "string" ? detail : "";
  } catch {
    return ""; // Whatever stands between has answered for the server.
  }
}

/** @type {Record<number, Said>} */
const OF_STATUS = {
  401: ["AuthenticationFailure", "Ключ не тот или отозван."],
  403: ["InsufficientPermissions", "У ключа нет роли «пульт» в этом эфире."],
  404: ["BadConfig", "Такого эфира на сервере нет: проверьте слаг."],
  429: ["ConnectionFailure", "Сервер просит подождать: по этому ключу слушают слишком многие."],
  502: ["ConnectionFailure", "Сервер перезапускается."],
  503: ["ConnectionFailure", "Сервер перезапускается или его база недоступна."],
};

/** @type {Record<string, Said>} */
const OF_CODE = {
  ECONNREFUSED: ["ConnectionFailure", "По этому адресу никто не отвечает: проверьте адрес и порт."],
  ENOTFOUND: ["ConnectionFailure", "Сервера с таким именем нет: проверьте адрес."],
  EAI_AGAIN: ["ConnectionFailure", "Имя сервера сейчас не узнать: проверьте сеть."],
  EHOSTUNREACH: ["ConnectionFailure", "До сервера нет дороги: проверьте сеть."],
  ENETUNREACH: ["ConnectionFailure", "До сервера нет дороги: проверьте сеть."],
};

/** Codes of OpenSSL and of Node that are about a certificate. */
const ABOUT_CERTIFICATES = /^(?:CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|ERR_TLS_)/;

/**
 * Why there is no line.
 * @param {unknown} why  what was thrown, or nothing where the answer has ended
 * @returns {Said}
 */
export function saidOf(why) {
  if (why instanceof Refused) return OF_STATUS[why.status] ?? ["UnknownError", `Сервер отказал: ${why.status}.`];
  if (why instanceof Silence) return ["ConnectionFailure", "Сервер молчит: проверьте сеть."];
  const code = why instanceof Error && "code" in why ? String(why.code) : "";
  if (ABOUT_CERTIFICATES.test(code)) {
    return ["ConnectionFailure", "Сертификат сервера здесь не известен: поставьте на этот компьютер корневой."];
  }
  return OF_CODE[code] ?? ["Disconnected", "Связь с сервером прервалась."];
}

/**
 * Why a press came to nothing.
 * @param {unknown} why
 */
export function refusalSaid(why) {
  if (why instanceof Silence) return "Сервер не ответил: сделано ли это, покажут лампы.";
  return (why instanceof Refused && why.message) || saidOf(why)[1];
}
