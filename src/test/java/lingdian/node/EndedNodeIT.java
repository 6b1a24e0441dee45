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
        List<WeakReference<Object>> ended = endedNode();
        endedNode(); // the database client keeps the connection that was closed last

        Await.until("the node is collected", () -> {
            System.gc();
            return ended.stream().allMatch(one -> one.refersTo(null));
        });

        assertThat(ended).allMatch(one -> one.get() == null);
    }

    /** The node, and what it runs on. In a method of its own, because a local variable would keep them reachable. */
    private static List<WeakReference<Object>> endedNode() throws Exception {
        try (var service = RunningService.start()) {
            service.cafe("36048110000001", List.of());
            return List.of(service.node(), new WeakReference<>(service.vertx()));
        }
    }
}
