import Wechatpay, { Formatter } from 'wechatpay-axios-plugin';
import { readFileSync } from 'node:fs';

const certs = { '7132D72A03E93CDDF8C03BBD1F37EEDF5A9C0E42': readFileSync('platform_cert.pem') };
const common = {
  serial: '3775B6A45ACD588826D15E583A95F5DD4C8E2A17',
  privateKey: readFileSync('apiclient_key.pem'),
  certs,
};
const one = new Wechatpay({ mchid: '1900000109', ...common });
const two = new Wechatpay({ mchid: '1900000110', serial: common.serial, privateKey: common.privateKey, certs });
export const nonce = Formatter.nonce(16).length;

await one.v3.test.one.post({ nonce });
await two.v3.test.two({ called: true }, { timeout: 5000 });
