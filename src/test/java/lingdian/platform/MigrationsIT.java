package lingdian.platform;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MigrationsIT {
    @Test
    void anEmptyDatabaseIsMigratedAndASecondTimeChangesNothing() {
        DatabaseAddress address = TestDatabase.empty();

        assertThat(Migrations.run(address)).isPositive();
        assertThat(Migrations.run(address)).isZero();
    }
}
