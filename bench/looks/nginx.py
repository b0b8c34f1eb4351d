"""nginx on loopback for a corpus: one virtual host a site, each on its own 127.0.1.x address, the state that a symbolic link names."""
import os, signal, socket, subprocess, time


class Nginx:
    def __init__(self, corpus, run, port, cpu=None):
        self.corpus, self.run, self.port = corpus, run, port
        self.site = f"{run}/site"
        self.show("first")
        with open(f"{run}/nginx.conf", "w") as file:
            file.write(self.config())
        pin = ["taskset", "-c", str(cpu)] if cpu is not None else []
        self.process = subprocess.Popen(pin + ["nginx", "-p", run, "-c", f"{run}/nginx.conf"], stdin=subprocess.DEVNULL)
        for _ in range(200):
            try:
                socket.create_connection(("127.0.1.1", port), 0.1).close()
                return
            except OSError:
                if self.process.poll() is not None: break
                time.sleep(0.02)
        self.stop()
        raise SystemExit(f"nginx did not start; see {run}/error.log")

    def config(self):
        run = self.run
        lines = [f"""worker_processes 1;
daemon off;
pid {run}/nginx.pid;
error_log {run}/error.log crit;
events {{ worker_connections 4096; }}
http {{
  types {{ text/html html; }}
  default_type text/html;
  access_log off; log_not_found off;
  sendfile on; tcp_nopush on; etag on; charset off; server_tokens off;
  keepalive_timeout 75s; keepalive_requests 1000000;
  client_body_temp_path {run}/t1; proxy_temp_path {run}/t2; fastcgi_temp_path {run}/t3; uwsgi_temp_path {run}/t4; scgi_temp_path {run}/t5;"""]
        if os.geteuid() == 0: lines[0] = "user root;\n" + lines[0]
        for row in open(f"{self.corpus}/hosts.tsv"):
            i, ip, charset, declared, gz = row.rstrip("\n").split("\t")
            header = f"charset {charset}; " if declared in ("header", "both") else ""
            lines.append(f"  server {{ listen {ip}:{self.port}; root {self.site}/h{int(i):03d}; {header}gzip_static {'on' if gz == '1' else 'off'}; }}")
        return "\n".join(lines + ["}", ""])

    def show(self, state):
        """The sites show "first" or "changed" from now on."""
        os.symlink(f"{self.corpus}/{state}", self.site + ".new")
        os.replace(self.site + ".new", self.site)

    def touch(self, state, moment):
        """Same bytes, new dates and ETags."""
        for folder, _, files in os.walk(f"{self.corpus}/{state}"):
            for file in files: os.utime(f"{folder}/{file}", (moment, moment))

    def stop(self):
        if self.process.poll() is None: self.process.send_signal(signal.SIGTERM)
        self.process.wait()
