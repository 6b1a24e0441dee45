package lingdian.reliability;

import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import javax.management.MBeanServerConnection;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/** Measures the memory of another Java process of this machine, in bytes. */
final class HeapOf implements AutoCloseable {
    private static final String PEAK_OF_ALL_MEMORY = "VmHWM:";

    private final long pid;
    private final JMXConnector connector;
    private final MBeanServerConnection beans;

    private HeapOf(long pid, JMXConnector connector) throws IOException {
        this.pid = pid;
        this.connector = connector;
        this.beans = connector.getMBeanServerConnection();
    }

    @SuppressWarnings("BanJNDI") // the test itself started the process at this address
    static HeapOf process(Process process) throws Exception {
        var machine = VirtualMachine.attach(Long.toString(process.pid()));
        try {
            String address = machine.startLocalManagementAgent();
            return new HeapOf(process.pid(), JMXConnectorFactory.connect(new JMXServiceURL(address)));
        } finally {
            machine.detach();
        }
    }

    /** The heap in use right after a full collection. */
    long usedAfterCollection() throws IOException {
        MemoryMXBean memory = ManagementFactory.getPlatformMXBean(beans, MemoryMXBean.class);
        memory.gc();
        return memory.getHeapMemoryUsage().getUsed();
    }

    /** Resets the peak. */
    void forgetPeak() throws IOException {
        for (MemoryPoolMXBean pool : ManagementFactory.getPlatformMXBeans(beans, MemoryPoolMXBean.class)) {
            pool.resetPeakUsage();
        }
    }

    /** An upper bound of the heap in use at once: the sum of the peaks of its pools. */
    long peak() throws IOException {
        long sum = 0;
        for (MemoryPoolMXBean pool : ManagementFactory.getPlatformMXBeans(beans, MemoryPoolMXBean.class)) {
            sum += pool.getType() == MemoryType.HEAP ? pool.getPeakUsage().getUsed() : 0;
        }
        return sum;
    }

    /** The peak of the process's memory of all kinds, if the machine reports it. */
    Optional<Long> peakOfAllMemory() throws IOException {
        Path status = Path.of("/proc", Long.toString(pid), "status");
        if (!Files.isReadable(status)) {
            return Optional.empty();
        }
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith(PEAK_OF_ALL_MEMORY))
                .map(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                .findFirst();
    }

    @Override
    public void close() throws IOException {
        connector.close();
    }
}
