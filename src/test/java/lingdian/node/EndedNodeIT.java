package lingdian.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
import java.util.List;
import lingdian.testing.Await;
import lingdian.testing.RunningService;
import org.junit.jupiter.api.Test;

/**
 * A stopped node leaves no objects in its process: hundreds of tests start a node each, and a program may start another
 * one.
 */
class EndedNodeIT {
    @Test
    void isHeldByNothing() throws Exception {
        WeakReference<Object> ended = endedNode();
        endedNode(); // the database client keeps the connection that was closed last

        Await.until("the node is collected", () -> {
            System.gc();
            return ended.refersTo(null);
        });

        assertThat(ended.get()).isNull();
    }

    /** Starts and stops a node in a method of its own, because a local variable would keep it reachable. */
    private static WeakReference<Object> endedNode() throws Exception {
        try (var service = RunningService.start()) {
            service.cafe("36048110000001", List.of());
            return service.node();
        }
    }
}
