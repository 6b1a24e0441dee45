package lingdian.office.api;

import static java.util.concurrent.TimeUnit.SECONDS;
import static lingdian.testing.Await.PATIENCE_SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigInteger;
import java.util.AbstractMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.IntStream;
import lingdian.platform.work.Contexts;
import lingdian.platform.work.SizedWork;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Short answers are written where they are made, long lists off the event loop, on which verdicts wait. */
class ReplyTest {
    private final Vertx vertx = Vertx.vertx();
    private final Set<Boolean> writtenOnEventLoop = ConcurrentHashMap.newKeySet();

    @AfterEach
    void close() throws Exception {
        vertx.close().await(PATIENCE_SECONDS, SECONDS);
    }

    @ParameterizedTest
    @CsvSource({"1, true", "64, true", "65, false", "1000, false"})
    void listsOfViolations(int items, boolean onEventLoop) throws Exception {
        ObjectNode list = JsonNodeFactory.instance.objectNode();
        IntStream.range(0, items).forEach(list.withArray("items")::add);
        list.putPOJO("noted", new Noting());
        assertWritten(Reply::violations, list, onEventLoop);
    }

    @ParameterizedTest
    @CsvSource({"1, true", "64, true", "65, false", "1000, false"})
    void otherLists(int items, boolean onEventLoop) throws Exception {
        var list = new JsonArray();
        IntStream.range(0, items).forEach(list::add);
        assertWritten(Reply::ok, new JsonObject().put("items", list).put("noted", new Noting()), onEventLoop);
    }

    @ParameterizedTest
    @CsvSource({"32768, true", "65536, false"})
    void longTexts(int characters, boolean onEventLoop) throws Exception {
        String text = "x".repeat(characters);
        var list = new JsonArray().add(new JsonObject().put("statement", text));
        assertThat(SizedWork.isLarge(
                        Reply.ok(new JsonObject().put("objections", list)).size()))
                .isNotEqualTo(onEventLoop);

        ObjectNode tree = JsonNodeFactory.instance.objectNode();
        tree.withArray("objections").addObject().put("statement", text);
        tree.putPOJO("noted", new Noting());
        assertWritten(Reply::violations, tree, onEventLoop);
    }

    /** A page reads the same values as a program that is sent the text. */
    @Test
    void aTreeIsReadAsItWouldBeWritten() {
        ObjectNode tree = JsonNodeFactory.instance.objectNode();
        tree.put("text", "文\n\"")
                .put("int", 7)
                .put("long", Long.MAX_VALUE)
                .put("big", BigInteger.TWO.pow(80))
                .put("double", 7.5)
                .put("true", true)
                .putNull("none");
        tree.putArray("items")
                .add(1)
                .addNull()
                .addArray()
                .addObject()
                .put("z", 1)
                .put("a", 2);
        tree.putObject("empty");
        tree.putPOJO("noted", new Noting());

        JsonObject value = Reply.violations(tree).value();

        assertThat(value).isEqualTo(new JsonObject(tree.toString()));
        assertThat(value.fieldNames()).containsExactlyElementsOf(() -> tree.fieldNames());
        assertThat(value.encode()).isEqualTo(tree.toString());
    }

    private <T> void assertWritten(Function<T, Reply> replying, T body, boolean onEventLoop) throws Exception {
        Reply encoded = Contexts.run(
                        vertx.getOrCreateContext(), () -> replying.apply(body).encoded(vertx))
                .await(PATIENCE_SECONDS, SECONDS);
        assertThat(encoded.status()).isEqualTo(200);
        assertThat(writtenOnEventLoop).containsExactly(onEventLoop);
        assertThat(encoded.value().getJsonObject("noted")).isEqualTo(new JsonObject().put("a", 1));
    }

    /** A value that notes on which thread it is written. */
    private final class Noting extends AbstractMap<String, Object> {
        @Override
        public Set<Map.Entry<String, Object>> entrySet() {
            writtenOnEventLoop.add(Context.isOnEventLoopThread());
            return Set.of(Map.entry("a", 1));
        }
    }
}
