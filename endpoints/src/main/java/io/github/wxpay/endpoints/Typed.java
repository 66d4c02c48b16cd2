package io.github.wxpay.endpoints;

/**
 * A body, a query or a view of the typed chain. Parameters have this type instead of a class, since
 * the JVM then loads none of the classes that a program does not use.
 */
public interface Typed {}
