package lingdian.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import lingdian.testing.Await;
import lingdian.testing.Http;
import lingdian.testing.MadeUpCases;
import lingdian.testing.RunningService;
import lingdian.testing.ServiceProcess;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** There are very many long cases: whoever acts on them or lists them, all at once, does not end a node with a small heap. */
class LongCasesMemoryIT {
    private static final List<String> MACHINE = List.of("-Xmx200m", "-XX:+ExitOnOutOfMemoryError");
    private static final String CAFE = "36048110000001";
    private static final int ACCOUNTS = 3;
    private static final int OF_ONE_AT_ONCE = 4;
    private static final int IN_BULK = 200;
    private static final int IN_PAGE = 1_000;

    private static RunningService observer;
    private static ServiceProcess node;
    private static final List<String> officers = new ArrayList<>();
    private static final List<String> operators = new ArrayList<>();

    @BeforeAll
    static void start() throws Exception {
        observer = RunningService.start();
        observer.cafe(CAFE, List.of());
        for (int i = 0; i < ACCOUNTS; i++) {
            officers.add(observer.regulatorToken("culture", "360481"));
            operators.add(operatorToken());
        }
        String first = Http.to(observer)
                .as(officers.getFirst())
                .post("/api/v1/cases", new JsonObject().put("placeCode", CAFE))
                .json()
                .getString("id");
        try (var connection = observer.superuser();
                var statement = connection.createStatement()) {
            statement.execute(MadeUpCases.like(first, IN_BULK, 505));
            statement.execute(MadeUpCases.like(first, IN_PAGE - IN_BULK, 100));
            statement.execute(MadeUpCases.VIOLATIONS);
            statement.execute("ANALYZE");
        }
        node = ServiceProcess.start(MACHINE, observer.database(), observer.keyRing());
    }

    private static String operatorToken() throws Exception {
        return observer.admin()
                .createAccount(new JsonObject()
                        .put("name", "o")
                        .put("role", "operator")
                        .put("placeCode", CAFE))
                .await(Await.PATIENCE_SECONDS, TimeUnit.SECONDS)
                .token();
    }

    @AfterAll
    static void stop() throws Exception {
        node.close();
        observer.close();
    }

    /** They are refused, so that each could be sent again and again. */
    @Test
    void actionsOnManyLongCasesAtOnce() throws Exception {
        var cases = new JsonArray();
        observer.rows("SELECT case_id FROM case_violation GROUP BY case_id ORDER BY count(*) DESC LIMIT " + IN_BULK)
                .forEach(id -> cases.add(new JsonObject().put("id", id).put("version", 9_000_000)));
        String action = new JsonObject()
                .put("action", "comment")
                .put("note", "n")
                .put("cases", cases)
                .encode();

        assertThat(allAtOnce(officers, officer -> officer.open("POST", "/api/v1/cases/actions", Http.JSON, action)))
                .as("whoever is not taken is told so")
                .containsOnlyKeys(200, 429);
    }

    @Test
    void theLongestPagesOfTheWorklistAtOnce() throws Exception {
        assertThat(allAtOnce(officers, officer -> officer.open("/api/v1/cases?limit=" + IN_PAGE)))
                .containsKey(200);
    }

    @Test
    void theLongestPagesOfCafesAtOnce() throws Exception {
        assertThat(allAtOnce(operators, operator -> operator.open("/api/v1/my/cases?limit=" + IN_PAGE)))
                .containsKey(200);
    }

    /** What an account's program asks for. */
    @FunctionalInterface
    private interface Asking {
        HttpResponse<InputStream> ask(Http account) throws IOException, InterruptedException;
    }

    /** How many answers there were of each status. */
    private static Map<Integer, Long> allAtOnce(List<String> accounts, Asking asking) throws Exception {
        Queue<Integer> answers = new ConcurrentLinkedQueue<>();
        var askers = new ArrayList<Thread>();
        for (String account : accounts) {
            for (int i = 0; i < OF_ONE_AT_ONCE; i++) {
                askers.add(Thread.ofVirtual().start(() -> answers.add(answer(asking, account))));
            }
        }
        for (Thread asker : askers) {
            assertThat(asker.join(Duration.ofSeconds(Await.PATIENCE_SECONDS))).isTrue();
        }
        assertThat(node.process().isAlive()).as(node.log()).isTrue();
        assertThat(answers).isSubsetOf(200, 429);
        return answers.stream().collect(Collectors.groupingBy(one -> one, Collectors.counting()));
    }

    /** The status of an answer that was read to its end; 0 where there was none. */
    private static int answer(Asking asking, String account) {
        try {
            var answer = asking.ask(Http.to(node.url()).as(account));
            try (InputStream body = answer.body()) {
                body.transferTo(OutputStream.nullOutputStream());
            }
            return answer.statusCode();
        } catch (IOException ended) {
            return 0;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }
}
