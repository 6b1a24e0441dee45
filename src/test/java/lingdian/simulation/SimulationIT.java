package lingdian.simulation;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SimulationIT {
    @Test
    void everyPromiseHoldsWhateverGoesWrong() throws IOException {
        var simulation = new Simulation();
        long first = Long.getLong("lingdian.simulation.first", 1);
        long most = Long.getLong("lingdian.simulation.seeds", 2_000);
        Instant end = Instant.now().plus(Duration.ofMinutes(Long.getLong("lingdian.simulation.minutes", 1)));
        for (long seed = first; seed < first + most && Instant.now().isBefore(end); seed++) {
            simulation.run(seed, Breakage.NONE);
        }
        System.out.println(simulation);
    }
}
