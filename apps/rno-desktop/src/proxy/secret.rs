//! Secrets that nobody guesses, and comparing them without telling how much of a guess was right.

/// Random bytes of the operating system.
///
/// # Panics
/// When the system has none: nothing can be kept safe then.
pub fn random_bytes<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).expect("the system gives random bytes");
    bytes
}

/// 256 bits in hexadecimal digits.
pub fn random_secret() -> String {
    random_bytes::<32>().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Takes as long for every guess of the right length.
pub fn is_same(secret: &str, guess: &str) -> bool {
    let (secret, guess) = (secret.as_bytes(), guess.as_bytes());
    secret.len() == guess.len() && secret.iter().zip(guess).fold(0, |sum, (a, b)| sum | (a ^ b)) == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn makes_secrets_that_differ_and_compares_them_whole() {
        let secret = random_secret();
        assert_eq!(secret.len(), 64);
        assert_ne!(secret, random_secret());
        assert!(is_same(&secret, &secret.clone()));
        for guess in ["", &secret[1..], &format!("{secret}0"), &random_secret()] {
            assert!(!is_same(&secret, guess));
        }
    }
}
