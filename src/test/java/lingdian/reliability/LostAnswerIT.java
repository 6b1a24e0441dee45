package lingdian.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import lingdian.testing.Await;
import lingdian.testing.CuttingProxy;
import lingdian.testing.RunningService;
import lingdian.testing.TestDatabase;
import org.junit.jupiter.api.Test;

/**
 * The connection to the database is cut just before a COMMIT and just before its answer, under load: whatever became of the
 * batch, its events are recorded once, and the agents notice nothing but a short delay.
 *
 * <p>The long form, {@code mvn verify -Dit.test=LostAnswerIT -Dlingdian.long=true}, cuts five hundred times each.
 */
class LostAnswerIT {
    private static final boolean LONG = Boolean.getBoolean("lingdian.long");

    @Test
    void aCommitIsNeitherLostNorDoneTwice() throws Exception {
        try (var log = ErrorLog.begin();
                var proxy = CuttingProxy.before(TestDatabase.migrated());
                var service = RunningService.with().database(proxy.address()).start();
                var city = new BusyCity(service, 20)) {
            city.begin(50);
            city.awaitVerdicts();
            for (int round = 0; round < (LONG ? 500 : 8); round++) {
                for (CuttingProxy.Cut cut : CuttingProxy.Cut.values()) {
                    int before = proxy.cuts();
                    proxy.arm(cut);
                    Await.until("the connection is cut", () -> proxy.cuts() > before);
                    city.awaitVerdicts();
                }
                if (round % 100 == 99) {
                    city.audit();
                    city.begin(50);
                }
            }
            city.audit();
            assertThat(city.disconnections()).isZero();
            assertThat(log.errors()).isEqualTo(List.of());
        }
    }
}
