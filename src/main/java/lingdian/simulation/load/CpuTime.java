package lingdian.simulation.load;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** The processor time used between two moments, by this program and by the whole machine. */
final class CpuTime {
    private static final double NANOS = 1e9;

    private final OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private final double loadAverage = system.getSystemLoadAverage();
    private long beganNanos;
    private long ownAtBegin;

    /**
     * @param ownSeconds processor time of this program
     * @param ownCores how many processors it kept busy on average
     * @param machineCores how many processors all programs kept busy; negative if the system does not report it
     * @param loadAverageBefore the system's load average before the run; negative if the system does not report it
     */
    record Used(double ownSeconds, double ownCores, double machineCores, double loadAverageBefore) {}

    void begin() {
        beganNanos = System.nanoTime();
        ownAtBegin = system.getProcessCpuTime();
        double sinceEver = system.getCpuLoad(); // the next call returns the load since this call
        assert sinceEver <= 1;
    }

    Used end() {
        double own = (system.getProcessCpuTime() - ownAtBegin) / NANOS;
        double elapsed = (System.nanoTime() - beganNanos) / NANOS;
        double machine = system.getCpuLoad() * Runtime.getRuntime().availableProcessors();
        return new Used(own, own / elapsed, machine, loadAverage);
    }
}
