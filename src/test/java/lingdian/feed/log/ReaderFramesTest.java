package lingdian.feed.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import org.junit.jupiter.api.Test;

/** What a subscriber sends costs the event loop of all verdicts. */
class ReaderFramesTest {
    private final ReaderFrames frames = new ReaderFrames();
    private final EmbeddedChannel channel = new EmbeddedChannel(frames);

    @Test
    void behindMoreThanAFewNothingIsRead() {
        send(ReaderFrames.FRAMES_MAX);
        assertThat(channel.config().isAutoRead()).isTrue();
        send(100_000);

        assertThat(channel.inboundMessages()).hasSize(ReaderFrames.FRAMES_MAX + 1);
        assertThat(channel.config().isAutoRead()).isFalse();
        assertThat(frames.received()).isGreaterThan(ReaderFrames.FRAMES_MAX);
    }

    @Test
    void aFewAtATimeAreReadForEver() {
        for (int tick = 0; tick < 100; tick++) {
            send(ReaderFrames.FRAMES_MAX);
            assertThat(frames.received()).isEqualTo(ReaderFrames.FRAMES_MAX);
        }
        assertThat(channel.config().isAutoRead()).isTrue();
    }

    private void send(int number) {
        for (int i = 0; i < number; i++) {
            channel.writeInbound(new PingWebSocketFrame());
        }
    }
}
