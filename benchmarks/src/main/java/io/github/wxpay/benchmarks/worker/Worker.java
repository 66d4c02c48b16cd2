package io.github.wxpay.benchmarks.worker;

import io.github.wxpay.benchmarks.Settings;
import io.github.wxpay.benchmarks.client.Client;
import io.github.wxpay.benchmarks.client.Clients;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.Security;

/**
 * Runs one client in a process. Arguments: the name of the client and the file of {@link Settings}.
 *
 * <p>Prints {@code ready}, or the reason why the client cannot run. A line {@code callers
 * milliseconds} on the standard input runs a slice; then it prints seven numbers: the calls, the
 * wall time and the processor time in us, the bytes allocated, the voluntary context switches, and
 * the median and the 99th percentile of the time of a call in us. Ends with its input. Lines start
 * with {@value #MARK}, since some clients print.
 */
public final class Worker {
  /** The prefix of the lines that a launcher reads. */
  public static final String MARK = "@ ";

  private Worker() {}

  /** Runs the worker. */
  public static void main(String[] args) throws Exception {
    Settings settings = new Settings(Path.of(args[1]));
    if (settings.unsigned()) {
      Security.insertProviderAt(new NullProvider(), 1);
    }
    Client client;
    try {
      client = Clients.create(args[0], settings);
    } catch (UnsupportedOperationException e) {
      System.out.println(MARK + e.getMessage());
      return;
    }
    Callers callers = new Callers(client);
    System.out.println(MARK + "ready");
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      String[] slice = line.split(" ", -1);
      try {
        System.out.println(
            MARK + callers.slice(Integer.parseInt(slice[0]), Integer.parseInt(slice[1])));
      } catch (Exception e) { // the threads of some clients would keep this process alive
        System.err.println("The client " + args[0] + " failed.");
        e.printStackTrace();
        System.exit(1);
      }
    }
    System.exit(0);
  }
}
