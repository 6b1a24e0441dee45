package lingdian.office.api;

import static java.util.concurrent.TimeUnit.SECONDS;
import static lingdian.testing.Await.PATIENCE_SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.openapi.contract.OpenAPIContract;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The OpenAPI document says of every operation which callers it has. */
class CallerKindTest {
    private static Vertx vertx;

    @BeforeAll
    static void start() {
        vertx = Vertx.vertx();
    }

    @AfterAll
    static void stop() throws Exception {
        vertx.close().await(PATIENCE_SECONDS, SECONDS);
    }

    @Test
    void everyOperationStatesItInKnownWords() {
        Set<String> words = Stream.of(CallerKind.values())
                .map(who -> who.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .collect(Collectors.toSet());

        assertThat(DocumentedOperation.all())
                .hasSizeGreaterThan(60)
                .allSatisfy(operation -> assertThat(operation.who())
                        .as(operation.id())
                        .isNotEmpty()
                        .isSubsetOf(words));
    }

    @Test
    void aDocumentThatDoesNotSayItStopsTheStart() throws Exception {
        JsonObject document = Documents.requests();
        document.getJsonObject("paths")
                .getJsonObject("/api/v1/cafes")
                .getJsonObject("get")
                .remove("x-lingdian-who");
        OpenAPIContract contract = OpenAPIContract.from(vertx, document).await(PATIENCE_SECONDS, SECONDS);

        assertThatThrownBy(() -> CallerKind.requireStated(contract))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("listCafes");
    }
}
