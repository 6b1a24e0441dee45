package lingdian.vault.seal;

class VaultTest extends VaultContract {
    @Override
    KeySuite suite() {
        return KeySuite.INTERNATIONAL;
    }
}
