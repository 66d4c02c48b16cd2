package io.github.wxpay.internal.trust;

import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.Provider;
import org.jspecify.annotations.Nullable;

/**
 * An RSA key in the form of a provider. A provider reads and checks a key of the JDK again for each
 * signature, which may take longer than the signature itself. So the key is translated once, when
 * it is first needed. Safe for use by many threads.
 */
final class ProviderKey<K extends Key> {
  // transient, because serializers that read fields must not write keys
  private final transient K key;
  private transient volatile @Nullable Translated<K> last;

  ProviderKey(K key) {
    this.key = key;
  }

  /** Returns the key for a provider; the original key if the provider does not translate it. */
  @SuppressWarnings("ReferenceEquality") // Providers are Maps, whose equals compares all entries.
  K by(Provider provider) {
    Translated<K> translated = last;
    if (translated == null || translated.provider != provider) {
      translated = new Translated<>(provider, translated(provider));
      last = translated;
    }
    return translated.key;
  }

  @SuppressWarnings("unchecked") // A translated key has the type of the original.
  private K translated(Provider provider) {
    try {
      Key translated = KeyFactory.getInstance("RSA", provider).translateKey(key);
      return (K) translated;
    } catch (GeneralSecurityException | RuntimeException | LinkageError e) {
      return key; // The signature reports the problem of the key or the provider.
    }
  }

  private static final class Translated<K extends Key> {
    final transient Provider provider;
    final transient K key;

    Translated(Provider provider, K key) {
      this.provider = provider;
      this.key = key;
    }
  }
}
