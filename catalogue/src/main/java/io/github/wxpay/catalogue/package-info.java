/**
 * Every documented endpoint and notification of WeChat Pay, as data.
 *
 * <p>{@link io.github.wxpay.catalogue.Catalogue} is where to begin. Data, not a gate: an endpoint
 * that is not in it can be called all the same.
 *
 * <p>What is required, the documented values and the limits of fields come from public documents
 * and SDKs. Where these differ, the data has what all of them allow.
 */
@NullMarked
package io.github.wxpay.catalogue;

import org.jspecify.annotations.NullMarked;
