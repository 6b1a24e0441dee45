package lingdian.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import lingdian.testing.Await;
import lingdian.testing.CuttingProxy;
import lingdian.testing.RunningService;
import lingdian.testing.TestDatabase;
import org.junit.jupiter.api.Test;

/**
 * Cuts the connection to the database just before a COMMIT, or just before its answer, under load: whether or not the
 * batch was committed, its events are recorded once, and the agents notice only a short delay.
 *
 * <p>The long form, {@code mvn verify -Dit.test=LostAnswerIT -Dlingdian.long=true}, makes five hundred cuts of each
 * kind.
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
