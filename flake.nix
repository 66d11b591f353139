# Not tried: there is no Nix where this was written.
{
  description = "Read film reviews in your terminal without having the film spoiled";

  inputs.nixpkgs.url = "github:NixOS/nixpkgs/nixos-unstable";

  outputs = { self, nixpkgs }:
    let
      systems = [ "x86_64-linux" "aarch64-linux" "x86_64-darwin" "aarch64-darwin" ];
      each = make: nixpkgs.lib.genAttrs systems (system: make nixpkgs.legacyPackages.${system});
    in
    {
      packages = each (pkgs: {
        default = pkgs.rustPlatform.buildRustPackage {
          pname = "unspoiled";
          version = (nixpkgs.lib.importTOML ./Cargo.toml).workspace.package.version;
          src = self;
          cargoLock.lockFile = ./Cargo.lock;
          # The other tests want a pseudo-terminal.
          cargoTestFlags = [ "--lib" ];
          nativeBuildInputs = [ pkgs.installShellFiles ];
          env.UNSPOILED_COMMIT = self.shortRev or "dirty";
          postInstall = nixpkgs.lib.optionalString (pkgs.stdenv.buildPlatform.canExecute pkgs.stdenv.hostPlatform) ''
            $out/bin/unspoiled man > unspoiled.1
            installManPage unspoiled.1
            installShellCompletion --cmd unspoiled \
              --bash <($out/bin/unspoiled completions bash) \
              --zsh <($out/bin/unspoiled completions zsh) \
              --fish <($out/bin/unspoiled completions fish)
          '';
          meta = {
            description = "Read film reviews in your terminal without having the film spoiled";
            license = with nixpkgs.lib.licenses; [ mit asl20 ];
            mainProgram = "unspoiled";
          };
        };
      });

      devShells = each (pkgs: {
        default = pkgs.mkShell { packages = with pkgs; [ cargo clippy rustc rustfmt ]; };
      });
    };
}
