fn main() {
    // Naming them here closes them to every window that `capabilities/` does not name: to the farms' pages above all.
    let commands = &[
        "overview",
        "set_language",
        "look_at_address",
        "add_server",
        "rename_server",
        "remove_server",
        "open_server",
        "trust_certificate",
        "dismiss_notice",
        "discover",
        "lend",
        "stop_lending",
        "choose_program",
        "downloads",
        "cancel_download",
        "show_download",
        "show_licences",
    ];
    let manifest = tauri_build::AppManifest::new().commands(commands);
    tauri_build::try_build(tauri_build::Attributes::new().app_manifest(manifest))
        .expect("tauri.conf.json is good");
}
