package shop;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.catalina.Context;
import org.apache.catalina.startup.Tomcat;

/** A servlet in Tomcat. */
public class TomcatServlet extends HttpServlet {
  private final transient Shop shop;

  private TomcatServlet(Shop shop) {
    this.shop = shop;
  }

  public static void main(String[] args) throws Exception {
    Tomcat tomcat = new Tomcat();
    tomcat.setBaseDir("tomcat");
    tomcat.setPort(0);
    tomcat.getConnector().setProperty("address", "127.0.0.1");
    Context context = tomcat.addContext("", null);
    Tomcat.addServlet(context, "shop", new TomcatServlet(new Shop(args[0])));
    context.addServletMappingDecoded("/*", "shop");
    tomcat.start();
    Shop.listening(tomcat.getConnector().getLocalPort());
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Map<String, List<String>> headers = new LinkedHashMap<>();
    for (String name : Collections.list(request.getHeaderNames())) {
      headers.put(name, Collections.list(request.getHeaders(name)));
    }
    byte[] body = request.getInputStream().readAllBytes();
    Shop.Result result =
        shop.handle(request.getRequestURI(), request.getParameter("number"), headers, body).join();
    response.setStatus(result.status);
    result.headers.forEach(response::setHeader);
    response.getOutputStream().write(result.body);
  }
}
