import { kind, type Option } from '@posthouse/kernel';

const LOOPBACK_NETWORKS: readonly string[] = ['127.0.0.1/32', '::1/128'];

/** The origin of a web page, as browsers send it: `https://shop.example`. */
export const webOrigin = kind.text(/^(https?|app|capacitor):\/\/[^/\s]+$/i, 'https://shop.example');

/**
 * The options of an endpoint that has a port of its own: `print.port`, `print.host`, `print.open`, `print.allow`
 * and `print.origins`, as POSTHOUSE_PRINT_PORT and so on. An empty host follows the main one. `alias` is an older
 * variable for the port.
 */
export function endpointOptions(
  name: string,
  fallbackPort: number,
  alias?: string,
): readonly Option<unknown>[] {
  const env = `POSTHOUSE_${name.toUpperCase()}`;
  return [
    {
      path: `${name}.port`,
      env: `${env}_PORT`,
      ...(alias !== undefined && { alias }),
      flag: `--${name}-port`,
      summary: { zh: `${name} 入口的端口；0 关闭`, en: `Port of the ${name} endpoint; 0 closes it` },
      fallback: fallbackPort,
      parse: kind.port,
    },
    {
      path: `${name}.host`,
      env: `${env}_HOST`,
      flag: `--${name}-host`,
      summary: {
        zh: `${name} 入口监听的地址；空则同主入口`,
        en: `Address the ${name} endpoint listens on; empty follows the main one`,
      },
      fallback: '',
      parse: kind.text(),
    },
    {
      path: `${name}.open`,
      env: `${env}_OPEN`,
      summary: {
        zh: `无需令牌即可连接 ${name} 入口的网段`,
        en: `Networks that may use the ${name} endpoint without a token`,
      },
      fallback: LOOPBACK_NETWORKS,
      parse: kind.list(kind.network),
    },
    {
      path: `${name}.allow`,
      env: `${env}_ALLOW`,
      summary: {
        zh: `只有这些网段可以到达 ${name} 入口，有令牌也一样；空则不限`,
        en: `The only networks that may reach the ${name} endpoint, with a token or without; empty: all`,
      },
      fallback: [],
      parse: kind.list(kind.network),
    },
    {
      path: `${name}.origins`,
      env: `${env}_ORIGINS`,
      summary: {
        zh: `允许访问 ${name} 入口的其他网页来源`,
        en: `Origins of other sites' pages that may use the ${name} endpoint`,
      },
      fallback: [],
      parse: kind.list(webOrigin),
    },
  ];
}
