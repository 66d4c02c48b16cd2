package io.github.wxpay.endpoints;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks the nodes of the typed chain, whose methods without a verb send nothing: {@code
 * receivers().delete()} is a path. Compilers that know annotations of this name, such as Error
 * Prone, report a call whose result is not used.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface CheckReturnValue {}
