package lingdian.node;

import java.util.List;
import java.util.UUID;
import lingdian.testing.Await;
import lingdian.testing.Http;
import lingdian.testing.RunningService;
import lingdian.testing.TestAgent;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Whether a café's agent is connected is answered alike by every node, whichever node it is connected to. */
class ConnectedCafesIT {
    private static final String CAFE = "36048110000001";

    private static RunningService asked;
    private static String key;
    private static String regulator;

    @BeforeAll
    static void start() throws Exception {
        asked = RunningService.start();
        key = asked.cafe(CAFE, List.of());
        regulator = asked.regulatorToken("culture", "360000");
    }

    @AfterAll
    static void stop() throws Exception {
        asked.close();
    }

    @Test
    void ofAnotherNodeToo() throws Exception {
        try (RunningService other = asked.another()) {
            try (TestAgent agent = greeted(other)) {
                Await.until("it counts on the other node", () -> isConnected(other));
                Await.until("it counts on this node", () -> isConnected(asked));
            }
            Await.until("it left", () -> !isConnected(asked) && !isConnected(other));
        }
    }

    @Test
    void aNodeThatStopsTakesItsConnectionsAlong() throws Exception {
        RunningService other = asked.another();
        try (TestAgent agent = greeted(other)) {
            Await.until("it counts", () -> isConnected(asked));
            other.close();
            Await.until("it stopped", () -> !isConnected(asked));
        }
    }

    /** As after a pause in which the others took it for dead. */
    @Test
    void aNodeWhoseLeaseWasForgottenSaysItAllAgain() throws Exception {
        try (TestAgent agent = greeted(asked)) {
            Await.until("it counts", () -> isConnected(asked));
            try (var database = asked.superuser();
                    var statement = database.createStatement()) {
                statement.execute("DELETE FROM live_node");
            }
            Await.until("it counts again", () -> isConnected(asked));
        }
        Await.until("it left", () -> !isConnected(asked));
    }

    private static TestAgent greeted(RunningService node) {
        TestAgent agent = TestAgent.connect(node.vertx(), node.url(), key);
        agent.hello(UUID.randomUUID(), 0);
        return agent;
    }

    private static boolean isConnected(RunningService node) throws Exception {
        boolean shown =
                Http.to(node).as(regulator).get("/api/v1/cafes/" + CAFE).json().getBoolean("connected");
        int counted =
                Http.to(node).as(regulator).get("/api/v1/cafes/tally").json().getInteger("connected");
        return shown && counted == 1;
    }
}
