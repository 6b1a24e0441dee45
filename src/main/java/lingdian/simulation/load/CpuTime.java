package lingdian.simulation.load;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** How much the processors worked between two moments: for this program, and for all on the machine. */
final class CpuTime {
    private static final double NANOS = 1e9;

    private final OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private final double loadAverage = system.getSystemLoadAverage();
    private long beganNanos;
    private long ownAtBegin;

    /**
     * @param ownSeconds processor time of this program
     * @param ownCores the same as how many processors it kept busy
     * @param machineCores how many processors all programs kept busy; negative where the system does not say
     * @param loadAverageBefore the system's own load average before the run; negative where it does not say
     */
    record Used(double ownSeconds, double ownCores, double machineCores, double loadAverageBefore) {}

    void begin() {
        beganNanos = System.nanoTime();
        ownAtBegin = system.getProcessCpuTime();
        double sinceEver = system.getCpuLoad(); // the next call tells the load since this one
        assert sinceEver <= 1;
    }

    Used end() {
        double own = (system.getProcessCpuTime() - ownAtBegin) / NANOS;
        double elapsed = (System.nanoTime() - beganNanos) / NANOS;
        double machine = system.getCpuLoad() * Runtime.getRuntime().availableProcessors();
        return new Used(own, own / elapsed, machine, loadAverage);
    }
}
