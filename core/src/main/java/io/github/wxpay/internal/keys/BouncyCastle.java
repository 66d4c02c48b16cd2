package io.github.wxpay.internal.keys;

import io.github.wxpay.exception.CryptoException;
import io.github.wxpay.internal.text.Printable;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.spec.KeySpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.digests.SM3Digest;
import org.bouncycastle.jce.ECNamedCurveTable;
import org.bouncycastle.jce.interfaces.ECKey;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.jce.spec.ECNamedCurveParameterSpec;

/**
 * Access to Bouncy Castle, whose classes are loaded when a method here first runs, so that the jar
 * is only required for SM algorithms.
 */
public final class BouncyCastle {
  /** The first release with everything that is used here, such as SM2 with the order C1C3C2. */
  private static final String OLDEST = "1.64";

  private static final String PROVIDER = "org.bouncycastle.jce.provider.BouncyCastleProvider";
  private static final Pattern VERSION = Pattern.compile("^[0-9]{1,3}\\.[0-9]{1,3}");

  private BouncyCastle() {}

  /** Returns a digest of SM3. */
  public static MessageDigest sm3() {
    return present(
        "SM3",
        () -> {
          try {
            return MessageDigest.getInstance("SM3", provider());
          } catch (GeneralSecurityException e) {
            throw new CryptoException("This Bouncy Castle has no SM3.", e);
          }
        });
  }

  /** Returns the SM3 of bytes. */
  public static byte[] sm3(byte[] bytes) {
    return present(
        "SM3",
        () -> {
          var digest = new SM3Digest();
          digest.update(bytes, 0, bytes.length);
          byte[] out = new byte[digest.getDigestSize()];
          digest.doFinal(out, 0);
          return out;
        });
  }

  /** Returns Bouncy Castle's provider, which is not registered in the JVM. */
  public static Provider provider() {
    return Holder.PROVIDER;
  }

  /** Returns the SM2 private key of PKCS#8. */
  static PrivateKey sm2Private(byte[] pkcs8) {
    return present("An SM2 key", () -> (PrivateKey) sm2(true, new PKCS8EncodedKeySpec(pkcs8)));
  }

  /** Returns the SM2 public key of SPKI. */
  static PublicKey sm2Public(byte[] spki) {
    return present("An SM2 key", () -> (PublicKey) sm2(false, new X509EncodedKeySpec(spki)));
  }

  private static Key sm2(boolean isPrivate, KeySpec spec) {
    try {
      KeyFactory factory = KeyFactory.getInstance("EC", provider());
      Key key = isPrivate ? factory.generatePrivate(spec) : factory.generatePublic(spec);
      if (!isSm2(key)) {
        throw KeyReader.unusable("An EC key on a curve other than SM2's");
      }
      return key;
    } catch (GeneralSecurityException e) {
      throw new CryptoException("The key is damaged, or is neither an RSA nor an SM2 key.");
    }
  }

  /** Returns whether a key of Bouncy Castle is on the curve of SM2. */
  public static boolean isSm2(Key key) {
    return key instanceof ECKey
        && ((ECKey) key).getParameters().getCurve().equals(Holder.SM2_CURVE.getCurve());
  }

  private static final class Holder {
    static final Provider PROVIDER = new BouncyCastleProvider();
    static final ECNamedCurveParameterSpec SM2_CURVE =
        ECNamedCurveTable.getParameterSpec("sm2p256v1");
  }

  /**
   * Returns the result of work that requires Bouncy Castle.
   *
   * @param what the beginning of the message if it is missing, too old, or refused by Java
   */
  public static <T> T present(String what, Supplier<T> work) {
    try {
      return work.get();
    } catch (LinkageError | SecurityException e) {
      throw new CryptoException(what + " requires Bouncy Castle" + problem(e), e);
    } catch (RuntimeException e) {
      String version = version();
      if (isOld(version)) {
        throw new CryptoException(what + " requires Bouncy Castle" + old(version), e);
      }
      throw e;
    }
  }

  private static String problem(Throwable e) {
    if (isMissing()) {
      return ". Add org.bouncycastle:bcprov-jdk18on to the class path (on the module path also"
          + " --add-modules org.bouncycastle.provider).";
    }
    if (e instanceof SecurityException || e.getCause() instanceof SecurityException) {
      return ", but Java refuses its jar because its signature is invalid, as in a fat jar. Put the"
          + " original jar of bcprov-jdk18on on the class path, or exclude its"
          + " META-INF/*.SF, *.RSA and *.DSA from the fat jar.";
    }
    String version = version();
    return isOld(version)
        ? old(version)
        : ", but the one on the class path"
            + (version.isEmpty() ? "" : " (" + Printable.of(version, 32) + ")")
            + " is incomplete: "
            + e.getClass().getSimpleName()
            + ". Use a single jar of it, bcprov-jdk18on.";
  }

  private static String old(String version) {
    return " "
        + OLDEST
        + " or newer, but "
        + Printable.of(version, 32)
        + " is on the class path. Replace it by org.bouncycastle:bcprov-jdk18on; another library"
        + " may depend on bcprov-jdk15on, bcprov-jdk16 or bcprov-ext.";
  }

  private static boolean isMissing() {
    try {
      Class.forName(PROVIDER, false, BouncyCastle.class.getClassLoader());
      return false;
    } catch (ClassNotFoundException | LinkageError e) {
      return true;
    }
  }

  /** Returns the version of the provider or of its jar; empty if neither is known. */
  private static String version() {
    try {
      return new BouncyCastleProvider().getVersionStr(); // not Holder, which requires more classes
    } catch (LinkageError | RuntimeException e) {
      return ofJar();
    }
  }

  private static String ofJar() {
    try {
      String version =
          Class.forName(PROVIDER, false, BouncyCastle.class.getClassLoader())
              .getPackage()
              .getImplementationVersion();
      return version == null ? "" : version;
    } catch (ClassNotFoundException | LinkageError | RuntimeException e) {
      return "";
    }
  }

  /** Compares the first two numbers as a decimal, since old versions print 1.60 as 1.6. */
  private static boolean isOld(String version) {
    Matcher number = VERSION.matcher(version);
    return number.find() && Double.parseDouble(number.group()) < Double.parseDouble(OLDEST);
  }
}
