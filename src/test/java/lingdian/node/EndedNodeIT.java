package lingdian.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
import java.util.List;
import lingdian.testing.Await;
import lingdian.testing.RunningService;
import org.junit.jupiter.api.Test;

/** A node that has ended leaves nothing in its process: hundreds of tests start one each, and a program may start it anew. */
class EndedNodeIT {
    @Test
    void isHeldByNothing() throws Exception {
        WeakReference<Object> ended = endedNode();
        endedNode(); // the database client holds on to the connection that was closed last, wherever that is

        Await.until("the node is collected", () -> {
            System.gc();
            return ended.refersTo(null);
        });

        assertThat(ended.get()).isNull();
    }

    /** In a method of its own: a variable here would hold it. */
    private static WeakReference<Object> endedNode() throws Exception {
        try (var service = RunningService.start()) {
            service.cafe("36048110000001", List.of());
            return service.node();
        }
    }
}
