package lingdian.law.course;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a decision says. */
public sealed interface Sanction {
    /** 警告. */
    record Warning() implements Sanction {}

    /** 罚款. */
    record Fine(int yuan) implements Sanction {
        public Fine {
            if (yuan < 1) {
                throw new IllegalArgumentException("yuan: must be at least 1");
            }
        }
    }

    /** 没收违法所得、非法财物. */
    record Confiscation() implements Sanction {}

    /** 责令停业整顿. */
    record Suspension(Instant from, Instant to) implements Sanction {
        public Suspension {
            if (!to.isAfter(from)) {
                throw new IllegalArgumentException("to: must be after from");
            }
        }
    }

    /**
     * 吊销《网络文化经营许可证》.
     *
     * @param from its first instant; null: when it is decided
     */
    record Revocation(@Nullable Instant from) implements Sanction {}

    /** 不予处罚. */
    record None() implements Sanction {}

    /** 撤案. */
    record Withdrawn() implements Sanction {}

    /**
     * Checks the sanctions of one decision: at least one, each kind once, and no other beside {@link None} or {@link
     * Withdrawn}.
     *
     * @throws IllegalArgumentException if they do not go together
     */
    static List<Sanction> together(List<Sanction> sanctions) {
        long kinds = sanctions.stream().map(Object::getClass).distinct().count();
        boolean acquits = sanctions.stream().anyMatch(one -> one instanceof None || one instanceof Withdrawn);
        if (sanctions.isEmpty() || kinds < sanctions.size() || acquits && sanctions.size() > 1) {
            throw new IllegalArgumentException(
                    "sanctions: at least one, each kind once, and none or withdrawn only by itself");
        }
        return List.copyOf(sanctions);
    }
}
