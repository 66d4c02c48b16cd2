/**
 * The documented endpoints and notifications of WeChat Pay, as data.
 *
 * <p>Start with {@link io.github.wxpay.catalogue.Catalogue}: it finds {@link
 * io.github.wxpay.catalogue.Endpoint endpoints} and {@link
 * io.github.wxpay.catalogue.NotificationType notifications} by words, path or name, and reports the
 * {@link io.github.wxpay.catalogue.Problem problems} of a request. {@link
 * io.github.wxpay.catalogue.Samples} generates values for {@link io.github.wxpay.catalogue.Field
 * fields}, and {@link io.github.wxpay.catalogue.Routes} maps paths to handlers. The client does not
 * use the catalogue: it can also call endpoints that are not in it.
 *
 * <p>Required fields, documented values and limits come from public documents and SDKs. Where the
 * sources differ, the catalogue has what all of them allow.
 */
@NullMarked
package io.github.wxpay.catalogue;

import org.jspecify.annotations.NullMarked;
