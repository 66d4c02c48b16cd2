package io.github.wxpay.internal.v2;

import java.util.Map;
import java.util.Set;

/**
 * Differences between APIv2's endpoints by path, from the original's two tables and the platform's
 * documents. Paths are compared without a leading slash.
 */
final class Quirks {
  /**
   * Endpoints without {@code nonce_str}, which is left out if the call has the option {@code
   * nonceless}.
   */
  private static final Set<String> NONCELESS =
      Set.of(
          "cgi-bin/mch/customs/customdeclareorder",
          "cgi-bin/mch/customs/customdeclarequery",
          "cgi-bin/mch/newcustoms/customdeclareredeclare",
          "papay/deletecontract",
          "papay/h5entrustweb",
          "papay/partner/deletecontract",
          "papay/partner/h5entrustweb",
          "papay/partner/preentrustweb",
          "papay/partner/querycontract",
          "papay/preentrustweb",
          "papay/querycontract",
          "pay/queryexchagerate",
          "secapi/mch/addInstitutionsub",
          "secapi/mch/addsubdevconfig",
          "secapi/mch/channelsetting",
          "secapi/mch/modifyInstitutionsub",
          "secapi/mch/modifymchinfo",
          "secapi/mch/queryInstitutionsub",
          "secapi/mch/querysubdevconfig");

  /** Endpoints whose responses have no sign. */
  private static final Set<String> UNSIGNED =
      Set.of(
          "appauth/authindex",
          "appauth/getaccesstoken",
          "billcommentsp/batchquerycomment",
          "mchrisk/querymchrisk",
          "mchrisk/setmchriskcallback",
          "mchrisk/syncmchriskresult",
          "mmpaymkttransfers/gethbinfo",
          "mmpaymkttransfers/gettransferinfo",
          "mmpaymkttransfers/promotion/paywwsptrans2pocket",
          "mmpaymkttransfers/promotion/querywwsptrans2pocket",
          "mmpaymkttransfers/promotion/transfers",
          "mmpaymkttransfers/sendgroupredpack",
          "mmpaymkttransfers/sendminiprogramhb",
          "mmpaymkttransfers/sendredpack",
          "mmpaysptrans/pay_bank",
          "mmpaysptrans/query_bank",
          "papay/entrustweb",
          "papay/h5entrustweb",
          "papay/partner/entrustweb",
          "papay/partner/h5entrustweb",
          "pay/downloadbill",
          "pay/downloadfundflow",
          "payitil/report",
          "risk/getpublickey",
          "risk/getviolation",
          "sandboxnew/pay/downloadbill",
          "sandboxnew/pay/getsignkey",
          "secapi/mch/submchmanage",
          "xdc/apiv2getsignkey/sign/getsignkey");

  /** Endpoints that respond with a file, and with XML only in case of an error. */
  private static final Set<String> FILES =
      Set.of(
          "billcommentsp/batchquerycomment",
          "pay/downloadbill",
          "pay/downloadfundflow",
          "sandboxnew/pay/downloadbill");

  /** Endpoints that respond with JSON, with a {@code retcode}. */
  private static final Set<String> JSON = Set.of("appauth/getaccesstoken");

  /** The fragments of the URLs of pages. */
  private static final Map<String, String> FRAGMENTS =
      Map.of("appauth/authindex", "#wechat_redirect", "papay/entrustweb", "#wechat_redirect");

  /** The pages on hosts other than the API's. */
  private static final Map<String, String> HOSTS =
      Map.of("appauth/authindex", "https://payapp.weixin.qq.com");

  private Quirks() {}

  static boolean nonceless(String path) {
    return NONCELESS.contains(plain(path));
  }

  static boolean unsigned(String path) {
    return UNSIGNED.contains(plain(path));
  }

  static boolean file(String path) {
    return FILES.contains(plain(path));
  }

  static boolean json(String path) {
    return JSON.contains(plain(path));
  }

  /** Returns the fragment of a page's URL; empty if it has none. */
  static String fragment(String path) {
    return FRAGMENTS.getOrDefault(plain(path), "");
  }

  /** Returns the host of a page; empty if it is the API's. */
  static String host(String path) {
    return HOSTS.getOrDefault(plain(path), "");
  }

  private static String plain(String path) {
    return path.startsWith("/") ? path.substring(1) : path;
  }
}
