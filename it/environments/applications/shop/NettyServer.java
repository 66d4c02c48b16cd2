package shop;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A Netty handler, which must not block the event loop. */
public final class NettyServer extends SimpleChannelInboundHandler<FullHttpRequest> {
  private final Shop shop;

  private NettyServer(Shop shop) {
    this.shop = shop;
  }

  public static void main(String[] args) throws Exception {
    Shop shop = new Shop(args[0]);
    EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    Channel server =
        new ServerBootstrap()
            .group(group)
            .channel(NioServerSocketChannel.class)
            .childHandler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    channel
                        .pipeline()
                        .addLast(new HttpServerCodec(), new HttpObjectAggregator(1 << 20))
                        .addLast(new NettyServer(shop));
                  }
                })
            .bind("127.0.0.1", 0)
            .sync()
            .channel();
    Shop.listening(((InetSocketAddress) server.localAddress()).getPort());
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
    QueryStringDecoder target = new QueryStringDecoder(request.uri());
    String number = String.join("", target.parameters().getOrDefault("number", List.of()));
    Map<String, List<String>> headers = new LinkedHashMap<>();
    for (String name : request.headers().names()) {
      headers.put(name, request.headers().getAll(name));
    }
    shop.handle(target.path(), number, headers, ByteBufUtil.getBytes(request.content()))
        .whenComplete(
            (result, failure) -> {
              if (failure != null) {
                failure.printStackTrace();
                context.close();
                return;
              }
              DefaultFullHttpResponse response =
                  new DefaultFullHttpResponse(
                      HttpVersion.HTTP_1_1,
                      HttpResponseStatus.valueOf(result.status),
                      Unpooled.wrappedBuffer(result.body));
              result.headers.forEach((name, value) -> response.headers().set(name, value));
              if (result.status != 204) {
                response.headers().set("Content-Length", result.body.length);
              }
              context.writeAndFlush(response);
            });
  }
}
